package api

import (
	"net/http"

	"agio/server/life"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// The refusals of the door itself, beside those of exchange and address.
const (
	codeContentType      exchange.Code = "content_type"             // the body is not of the type that is taken
	codeTooLarge         exchange.Code = "body_too_large"           // more than maxBody
	codeKeyInvalid       exchange.Code = "idempotency_key_invalid"  // missing or not of the form
	codeUTF8             exchange.Code = "json_invalid_text"        // not UTF-8, or characters that no text has
	codeSyntax           exchange.Code = "json_syntax"              // not JSON
	codeTrailing         exchange.Code = "json_trailing_data"       // something after the JSON
	codeDeep             exchange.Code = "json_too_deep"            // nested further than any request
	codeDuplicate        exchange.Code = "json_duplicate_field"     // a field twice
	codeUnknown          exchange.Code = "json_unknown_field"       // a field the request does not have
	codeType             exchange.Code = "json_wrong_type"          // a number where a text belongs, or the like
	codeMissing          exchange.Code = "field_missing"            // a field that must be there
	codeGiveOrGet        exchange.Code = "give_or_get"              // both amounts or none
	codeKeyReused        exchange.Code = "idempotency_key_reused"   // the key belongs to another request
	codeTermsChanged     exchange.Code = "terms_changed"            // another edition is in force
	codeAcceptance       exchange.Code = "acceptance_missing"       // an agreement is not accepted
	codeDeclaration      exchange.Code = "declaration_missing"      // a declaration of 4.10 is not made
	codeDeclarationOdd   exchange.Code = "declaration_unknown"      // declared twice, or nothing there is to declare
	codeTextLong         exchange.Code = "text_too_long"            // longer than the field can be
	codeTextCharacters   exchange.Code = "text_characters"          // characters that cannot be printed
	codeMemoUnused       exchange.Code = "memo_not_used"            // a memo where the network has none
	codeEmail            exchange.Code = "email_invalid"            // not an e-mail address
	codeRateMoved        exchange.Code = "rate_moved"               // the snapshot named is no longer valid
	codeRatesUnavailable exchange.Code = "rates_unavailable"        // there are no valid prices at the moment
	codeTooMany          exchange.Code = "too_many_requests"        // too many posts from one address
	codeBusy             exchange.Code = "busy"                     // too many orders wait to be written
	codeUnavailable      exchange.Code = "storage_unavailable"      // the store does not work; unknown whether it wrote
	codeErased           exchange.Code = "order_erased"             // the order's personal data was erased
	codeNotFound         exchange.Code = "not_found"                // nothing there, or not for this secret
	codeMethod           exchange.Code = "method_not_allowed"       // another method than the address takes
	codeInternal         exchange.Code = "internal"                 // a fault of the office's own
	codeNotAcceptable    exchange.Code = "encoding_not_acceptable"  // every encoding there is was refused
	codeCompressed       exchange.Code = "content_encoding_refused" // a body that is compressed
	codeMaintenance      exchange.Code = "maintenance"              // no new orders for a time
	codeRefused          exchange.Code = "service_refused"          // the office does not serve this client
	codeRestricted       exchange.Code = "access_restricted"        // access to the order is restricted on request
	codePieceType        exchange.Code = "file_type"                // a file of a type that is not taken
	codePieceLarge       exchange.Code = "file_too_large"           // a file above the limit
	codePieceEmpty       exchange.Code = "file_empty"               // a file without content
	codeDeskFull         exchange.Code = "desk_full"                // as many reports wait as the desk takes
	codeCrossSite        exchange.Code = "cross_site"               // a post that another site's page sent
)

// kind is how a code travels.
type kind struct {
	status int
	title  string
}

// codes is the one table of everything that can be refused here. What is not in
// it is a fault of the office and travels as codeInternal.
var codes = map[exchange.Code]kind{
	codeContentType: {http.StatusUnsupportedMediaType, "The type of the body is not taken"},
	codeCompressed:  {http.StatusUnsupportedMediaType, "A compressed body is not taken"},
	codeTooLarge:    {http.StatusRequestEntityTooLarge, "The request is too large"},
	codeKeyInvalid:  {http.StatusBadRequest, "The idempotency key is not usable"},
	codeUTF8:        {http.StatusBadRequest, "The text cannot be read"},
	codeSyntax:      {http.StatusBadRequest, "The body is not JSON"},
	codeTrailing:    {http.StatusBadRequest, "Something follows the JSON"},
	codeDeep:        {http.StatusBadRequest, "The JSON is nested too deep"},
	codeDuplicate:   {http.StatusBadRequest, "A field stands twice"},
	codeUnknown:     {http.StatusBadRequest, "A field is unknown"},
	codeType:        {http.StatusBadRequest, "A field has the wrong type"},
	codeMissing:     {http.StatusBadRequest, "A field is missing"},
	codeGiveOrGet:   {http.StatusBadRequest, "One amount, not two and not none"},

	codeKeyReused:      {http.StatusUnprocessableEntity, "The idempotency key was used before"},
	codeErased:         {http.StatusGone, "The order's personal data was erased"},
	codeTermsChanged:   {http.StatusConflict, "The terms have changed"},
	codeAcceptance:     {http.StatusUnprocessableEntity, "An agreement is not accepted"},
	codeDeclaration:    {http.StatusUnprocessableEntity, "A declaration is missing"},
	codeDeclarationOdd: {http.StatusUnprocessableEntity, "A declaration is not one of the agreement's"},

	exchange.CurrencyUnknown:  {http.StatusUnprocessableEntity, "The currency is unknown"},
	exchange.DirectionUnknown: {http.StatusUnprocessableEntity, "The direction is not offered"},
	exchange.DirectionClosed:  {http.StatusUnprocessableEntity, "The direction is closed"},
	exchange.CostNotCovered:   {http.StatusUnprocessableEntity, "The costs are not covered"},

	codeTextLong:           {http.StatusUnprocessableEntity, "The text is too long"},
	codeTextCharacters:     {http.StatusUnprocessableEntity, "The text holds characters that cannot be printed"},
	codeMemoUnused:         {http.StatusUnprocessableEntity, "This network has no memo"},
	codeEmail:              {http.StatusUnprocessableEntity, "The e-mail address cannot be right"},
	address.CodeCard:       {http.StatusUnprocessableEntity, "Card numbers never enter the office"},
	address.CodeEmpty:      {http.StatusUnprocessableEntity, "The address is empty"},
	address.CodeLength:     {http.StatusUnprocessableEntity, "The address has the wrong length"},
	address.CodeCharacters: {http.StatusUnprocessableEntity, "The address holds a character it cannot"},
	address.CodeChecksum:   {http.StatusUnprocessableEntity, "The address is mistyped"},
	address.CodeNetwork:    {http.StatusUnprocessableEntity, "The address is of another network"},
	address.CodeVersion:    {http.StatusUnprocessableEntity, "The address is of a version nobody pays to"},
	address.CodeProgram:    {http.StatusUnprocessableEntity, "The address is malformed inside"},
	address.CodeType:       {http.StatusUnprocessableEntity, "This is not an address for payments"},
	address.CodeCountry:    {http.StatusUnprocessableEntity, "The account's country has none"},

	codeRateMoved:               {http.StatusConflict, "The prices have moved"},
	codeRatesUnavailable:        {http.StatusServiceUnavailable, "There are no prices at the moment"},
	exchange.PriceMissing:       {http.StatusUnprocessableEntity, "There is no price for this currency"},
	exchange.AmountSyntax:       {http.StatusUnprocessableEntity, "The amount cannot be read"},
	exchange.AmountTooManyDigit: {http.StatusUnprocessableEntity, "The amount has too many digits"},
	exchange.AmountTooManyPlace: {http.StatusUnprocessableEntity, "The amount is too fine"},
	exchange.AmountZero:         {http.StatusUnprocessableEntity, "The amount is zero"},
	exchange.AmountTooSmall:     {http.StatusUnprocessableEntity, "The amount is too small"},
	exchange.AmountTooLarge:     {http.StatusUnprocessableEntity, "The amount is too large"},
	exchange.RequestInvalid:     {http.StatusUnprocessableEntity, "The request cannot be read"},
	exchange.QuoteMismatch:      {http.StatusConflict, "The quote differs"},
	exchange.StageInvalid:       {http.StatusUnprocessableEntity, "There is no such stage"},
	exchange.OrderCompleted:     {http.StatusConflict, "The order is completed"},

	exchange.TransitionRefused:  {http.StatusConflict, "The order does not allow this now"},
	exchange.PaymentUnconfirmed: {http.StatusConflict, "The payment is not confirmed yet"},
	life.FiguresChanged:         {http.StatusConflict, "The figures have changed"},
	life.AddressOurs:            {http.StatusUnprocessableEntity, "The address is one of the office's own"},
	life.FiguresMissing:         {http.StatusUnprocessableEntity, "The figures were not confirmed"},
	life.SendingUnderWay:        {http.StatusConflict, "Money is being sent at this moment"},
	life.ConversionUnderWay:     {http.StatusConflict, "The payment is being converted at this moment"},
	life.NothingToChoose:        {http.StatusConflict, "There is nothing to choose"},
	life.NothingLeft:            {http.StatusConflict, "Nothing would be left to pay out"},
	life.PaymentPending:         {http.StatusConflict, "Another payment is awaited first"},
	life.RiskOpen:               {http.StatusConflict, "A person has to look at a risk first"},
	life.AlreadyRecorded:        {http.StatusConflict, "The order knows this already"},
	life.AlreadySent:            {http.StatusConflict, "The money was sent already"},
	life.TooEarly:               {http.StatusConflict, "It is too early for this"},
	codeRestricted:              {http.StatusForbidden, "Access is restricted"},
	codePieceType:               {http.StatusUnsupportedMediaType, "The type of the file is not taken"},
	codePieceLarge:              {http.StatusRequestEntityTooLarge, "The file is too large"},
	codePieceEmpty:              {http.StatusUnprocessableEntity, "The file is empty"},
	life.PiecesMany:             {http.StatusUnprocessableEntity, "Enough files were sent"},

	codeTooMany:       {http.StatusTooManyRequests, "Too many requests"},
	codeMaintenance:   {http.StatusServiceUnavailable, "No orders are taken during maintenance"},
	codeRefused:       {http.StatusForbidden, "The order is refused"},
	codeDeskFull:      {http.StatusServiceUnavailable, "The desk takes no more reports"},
	codeCrossSite:     {http.StatusForbidden, "Another site sent this"},
	codeBusy:          {http.StatusServiceUnavailable, "The office is busy"},
	codeUnavailable:   {http.StatusServiceUnavailable, "The storage does not work at this moment"},
	codeNotFound:      {http.StatusNotFound, "Not found"},
	codeMethod:        {http.StatusMethodNotAllowed, "The method is not allowed"},
	codeNotAcceptable: {http.StatusNotAcceptable, "No acceptable encoding"},
	codeInternal:      {http.StatusInternalServerError, "A fault of the office"},
}
