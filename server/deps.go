//go:build deps

package main

import (
	_ "filippo.io/age"
	_ "github.com/a-h/templ"
	_ "github.com/andybalholm/brotli"
	_ "github.com/btcsuite/btcd/btcutil/base58"
	_ "github.com/btcsuite/btcd/btcutil/bech32"
	_ "github.com/chromedp/chromedp"
	_ "github.com/goccy/go-yaml"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/google/uuid"
	_ "github.com/labstack/echo/v4"
	_ "github.com/pressly/goose/v3"
	_ "github.com/shopspring/decimal"
	_ "github.com/tetratelabs/wazero"
	_ "github.com/yuin/goldmark"
	_ "golang.org/x/crypto/sha3"
	_ "golang.org/x/time/rate"
	_ "modernc.org/sqlite"
	_ "pgregory.net/rapid"
)
