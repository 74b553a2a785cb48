package site_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// slip is what happens to an editor, and what the check must say: one thing, for
// most. In place of a passage to find, a file can be removed ("-") or renamed ("> name").
type slip struct {
	name, file, find, becomes string
	want                      string // codes in their order, each behind its file where that is another
	elsewhere                 bool   // the first problem is not on a line of the slip
}

// recorded are slips in policies, and in what these print, whose text was recorded.
var recorded = []slip{
	{"a word", "terms.md", "The Office may change this", "The Office can change this", "edition_changed", true},
	{"a clause glued, recorded", "terms.md", "\n3.13. A Payment", "\n3.13.A Payment", "edition_changed clause_glued", true},
	{"another figure", "terms.md", "{value: 50 USD, clause: \"5.2\"}", "{value: 45 USD, clause: \"5.2\"}", "edition_changed", true},
	{"a wrong value, recorded", "terms.md", "{value: 2%,     clause: \"3.12\"}", "{value: 2x,     clause: \"3.12\"}", "edition_changed parameter_invalid", true},
	{"a tab, recorded", "terms.md", "  overdue_after:", "\toverdue_after:", "yaml_syntax", false},
	{"no terms, recorded", "terms.md", "-", "", "file_missing", true},
	{"no privacy policy", "privacy.md", "-", "", "edition_lost", true},
	{"an unclosed privacy policy", "privacy.md", "edition.\n---\n", "edition.\n\n", "front_matter", true},
	{"an earlier edition taken out", "editions/terms/2026-10-01.md", "-", "", "edition_lost", true},
	{"an earlier edition that is broken", "editions/terms/2026-10-01.md", "title:", "\ttitle:", "yaml_syntax", false},
	{"a recorded text taken out", "editions/terms/2026-11-22.html", "-", "", "edition_lost", true},
	{"a tab in the manifest", "editions/manifest.yaml", "  2026-11-22:", "\t2026-11-22:", "yaml_syntax", false},
	{"the office moves", "office.yaml", "1 Example Street", "2 Other Road", "edition_prints", false},
	{"a scheme mistyped, recorded", "office.yaml", "base_url: \"https:", "base_url: \"htps:", "bad_url", false},
	{"a quote forgotten in office.yaml, recorded", "office.yaml", "name: \"Agio Demo Office\"", "name: \"Agio Demo Office", "yaml_syntax", false},
	{"a field forgotten, recorded", "office.yaml", "name: \"Agio Demo Office\"\n", "", "missing_key", true},
	{"a field mistyped, recorded", "office.yaml", "legal_entity:", "legal_entiy:", "value_unknown", false},
}

// slips that concern policies are made in editions that are not recorded.
var slips = []slip{
	// Parameters.
	{"a wrong value", "terms.md", "{value: 2%,     clause: \"3.12\"}", "{value: 2x,     clause: \"3.12\"}", "parameter_invalid", false},
	{"a value of another kind", "terms.md", "{value: 50 USD, clause: \"5.2\"}", "{value: 24h, clause: \"5.2\"}", "parameter_invalid", false},
	{"a mistyped name", "terms.md", "amount_tolerance:   ", "amount_tolerence:   ", "parameter_unknown", false},
	{"a parameter too many", "terms.md", "  overdue_after:  ", "  late_fee: {value: 1%, clause: \"5.3\"}\n  overdue_after:  ", "parameter_unknown", false},
	{"a parameter taken out", "terms.md", "  amount_tolerance:      {value: 2%,     clause: \"3.12\"}\n", "", "parameter_missing", true},
	{"a share that the refunds name", "terms.md", "{value: 50%,    clause: \"5.3\"}", "{value: 50,    clause: \"5.3\"}", "parameter_invalid", false},
	{"another clause", "terms.md", "clause: \"3.11\"", "clause: \"3.10\"", "parameter_clause", false},
	{"no clause", "terms.md", "{value: 24h,    clause: \"3.11\"}", "{value: 24h}", "missing_key", false},
	{"a bare value", "terms.md", "{value: 24h,    clause: \"3.11\"}", "24h", "yaml_shape", false},
	{"two wrong values", "terms.md", "{value: 24h,    clause: \"3.11\"}\n  amount_tolerance:      {value: 2%, ", "{value: 24x,    clause: \"3.11\"}\n  amount_tolerance:      {value: 2x, ", "parameter_invalid parameter_invalid", false},
	{"a brace forgotten", "terms.md", "{value: 24h,    clause: \"3.11\"}", "{value: 24h,    clause: \"3.11\"", "yaml_syntax", false},
	{"no parameters", "terms.md", "parameters:\n", "", "yaml_syntax", false},
	// Front matter.
	{"an unclosed front matter", "terms.md", "stage: withheld}\n---\n", "stage: withheld}\n\n", "front_matter", true},
	{"four dashes", "terms.md", "stage: withheld}\n---\n", "stage: withheld}\n----\n", "front_matter", false},
	{"a space behind the dashes", "terms.md", "stage: withheld}\n---\n", "stage: withheld}\n--- \n", "front_matter", false},
	{"a line before the dashes", "terms.md", "---\ntitle", "\n---\ntitle", "front_matter", false},
	{"a tab", "terms.md", "  overdue_after:", "\toverdue_after:", "yaml_syntax", false},
	{"a colon in a title", "privacy.md", "title: Privacy policy", "title: Privacy: policy", "yaml_syntax", false},
	{"an edition taken out", "privacy.md", "edition: 2026-11-22\n", "", "missing_key", true},
	{"a day that is none", "terms.md", "effective: 2026-11-22", "effective: 2026-11-32", "bad_date", false},
	{"an edition that is no day", "terms.md", "edition: 2026-11-22", "edition: 22.11.2026", "bad_date", false},
	{"days the wrong way round", "terms.md", "effective: 2026-11-22", "effective: 2026-11-02", "bad_date", false},
	{"an unclosed page", "about.md", "executable.\n---\n", "executable.\n\n", "front_matter", true},
	{"a tab in news", "news/2026-11-20-the-office-opens.md", "date: 2026", "\tdate: 2026", "yaml_syntax", false},
	{"an entry of the front matter twice", "how-refunds-work.md", "title:", "title: Twice\ntitle:", "yaml_duplicate", true},
	{"an unknown entry", "about.md", "description:", "descripton: x\ndescription:", "unknown_key", false},
	{"a mistyped entry", "about.md", "description:", "descripton:", "missing_key", false},
	// Files.
	{"no terms", "terms.md", "-", "", "file_missing", true},
	{"no AML/KYC policy", "aml-kyc.md", "-", "", "file_missing", true},
	{"terms renamed", "terms.md", "> term.md", "", "file_missing", true},
	{"no office.yaml", "office.yaml", "-", "", "file_missing", true},
	{"no tariff.yaml", "tariff.yaml", "-", "", "file_missing", true},
	// Clauses.
	{"a number twice", "terms.md", "\n3.14. If", "\n3.13. If", "clause_twice", false},
	{"a number twice at the end of a section", "terms.md", "\n3.21. For", "\n3.20. For", "clause_twice", false},
	{"a clause copied", "terms.md", "\n3.4. The Client", "\n3.3. The Client lawfully owns the Funds.\n\n3.4. The Client", "clause_twice", false},
	{"a mistyped number", "terms.md", "\n3.13. A Payment", "\n3.31. A Payment", "clause_order", false},
	{"a number of another section", "terms.md", "\n3.13. A Payment", "\n4.13. A Payment", "clause_order", false},
	{"a number forgotten", "terms.md", "\n3.13. A Payment", "\nA Payment", "clause_number", false},
	{"a paragraph beside the clauses", "terms.md", "\n3.13. A Payment", "\nThe Office decides.\n\n3.13. A Payment", "clause_none", false},
	{"a paragraph below a heading", "privacy.md", "\n2.1. ", "\nThis is about visits.\n\n2.1. ", "clause_none", false},
	{"a list below a heading", "aml-kyc.md", "\n2.1. ", "\n- This is a list.\n- It goes on.\n\n2.1. ", "clause_none", false},
	{"a quotation", "terms.md", "\n3.13. A Payment", "\n> The Office decides.\n\n3.13. A Payment", "clause_none", false},
	{"the first number of a section forgotten", "privacy.md", "\n2.1. The public", "\nThe public", "clause_number", false},
	{"the last number of a section forgotten", "terms.md", "\n3.21. For", "\nFor", "clause_none", false},
	{"a number and then an empty line", "terms.md", "\n3.10. The Client cannot", "\n3.10.\n\nThe Client cannot", "clause_glued", false},
	{"two clauses in one line", "terms.md", " third parties.\n\n4.4. ", " third parties. 4.4. ", "clause_wrapped", false},
	{"the first clause of a section with a comma", "terms.md", "\n3.1. The", "\n3,1. The", "clause_point", false},
	{"the first clause of a section with a bracket", "terms.md", "\n3.1. The", "\n3.1) The", "clause_form", false},
	{"a clause of a permanent name as a list's item", "terms.md", "\n2.5. {#language} The", "\n- 2.5. {#language} The", "clause_form", false},
	{"a clause with a letter", "terms.md", "\n3.10. The", "\n3.1O. The", "clause_number", false},
	{"a clause as a heading", "terms.md", "\n3.10. The", "\n#### 3.10. The", "clause_form", false},
	{"a space that does not break before a number", "terms.md", "\n3.10. The", "\n\u00a03.10. The", "clause_form", false},
	{"a sentence at the margin", "terms.md", "\n  After approval the Order goes on", "\nAfter approval the Order goes on", "clause_none", false},
	{"a clause as HTML", "terms.md", "\n4.3. The", "\n<b>4.3.</b> The", "raw_html raw_html", false},
	{"a clause as code", "terms.md", "\n4.3. The", "\n`4.3.` The", "clause_form", false},
	{"a clause as a link", "terms.md", "\n4.3. The", "\n[4.3.](#c-4.3) The", "clause_form", false},
	{"a clause number with a hyphen", "terms.md", "\n4.3. The", "\n4-3. The", "clause_form", false},
	{"a clause far indented", "terms.md", "\n4.3. The", "\n      4.3. The", "clause_wrapped", false},
	{"a nought lost from a number", "terms.md", "\n3.10. The", "\n3.1. The", "clause_twice", false},
	{"a heading in bold", "terms.md", "\n## 4. Responsibility of the Parties", "\n**4. Responsibility of the Parties**", "heading_form", false},
	{"a heading without its signs", "terms.md", "\n## 4. Responsibility", "\n4. Responsibility", "heading_form", false},
	{"a heading of a lower level", "terms.md", "\n## 4. Responsibility", "\n### 4. Responsibility", "heading_number", false},
	{"a summary without its sign", "terms.md", "\n> In short: We answer", "\nIn short: We answer", "clause_none", false},
	{"a summary that says so otherwise", "terms.md", "\n> In short: We answer", "\n> In short, we answer", "clause_none", false},
	{"an empty line in a table", "privacy.md", "\n| Letters and", "\n\n| Letters and", "clause_none", false},
	{"a heading without its number", "privacy.md", "\n## 2. ", "\n## ", "heading_number", false},
	{"a heading without its point", "privacy.md", "\n## 2. ", "\n## 2 ", "heading_number", false},
	{"a clause glued", "terms.md", "\n3.13. A Payment", "\n3.13.A Payment", "clause_glued", false},
	{"a point forgotten", "terms.md", "\n3.13. A Payment", "\n3.13 A Payment", "clause_point", false},
	{"a comma for a point", "terms.md", "\n3.13. A Payment", "\n3,13. A Payment", "clause_point", false},
	{"no empty line before a clause", "terms.md", "\n\n3.13. A Payment", "\n3.13. A Payment", "clause_wrapped", false},
	{"a clause indented", "terms.md", "\n3.13. A Payment", "\n  3.13. A Payment", "clause_nested", false},
	{"a clause of the privacy policy twice", "privacy.md", "\n1.3. Whoever", "\n1.2. Whoever", "clause_twice", false},
	{"two clauses changed places", "terms.md", "\n4.3. The Office does not answer for illegal acts of third parties.\n\n4.4. The Office does not answer for technical work or outages at the exchanges and institutions of clause 3.5 or in the networks.\n", "\n4.4. The Office does not answer for technical work or outages at the exchanges and institutions of clause 3.5 or in the networks.\n\n4.3. The Office does not answer for illegal acts of third parties.\n", "clause_order", false},
	{"a heading of another section", "terms.md", "\n## 3. Orders", "\n## 4. Orders", "clause_section", false},
	{"a heading glued", "terms.md", "\n## 3. Orders", "\n##3. Orders", "heading_glued", false},
	{"a heading taken out", "terms.md", "\n## 3. Orders, rates and payments\n", "\n", "clause_section", true},
	{"a reference to no clause", "terms.md", "clause 3.21 keeps them", "clause 3.22 keeps them", "clause_unknown", false},
	// Definitions.
	{"a term twice", "terms.md", "\nOrder, Orders\n", "\nOrder, Orders\n: a request.\n\nOrder, Orders\n", "term_twice", true},
	{"a form twice", "terms.md", "\nOverdue\n", "\nBelated, Overdue\n: late.\n\nOverdue\n", "term_twice", true},
	{"a definition glued", "terms.md", "\n: a set of prices", "\n:a set of prices", "term_colon", true},
	{"a definition without its colon", "terms.md", "\n: a set of prices", "\na set of prices", "term_colon", true},
	{"a term in bold", "terms.md", "\nSnapshot, Snapshots\n", "\n**Snapshot**, Snapshots\n", "term_syntax", false},
	{"a definition taken out", "terms.md", "\nSnapshot, Snapshots\n: a set of prices published by the Office on the Website, with the moment at which they were taken (clause 3.18).\n", "", "term_undefined", true},
	{"a mistyped term", "terms.md", "\nSnapshot, Snapshots\n", "\nSnapshott, Snapshotts\n", "term_undefined", true},
	// Values and links.
	{"a figure written into its clause", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps 50 USD and the Cost", "literal_number", false},
	{"another figure in its clause", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps 45 USD and the Cost", "parameter_contradiction", false},
	{"a mistyped value in its clause", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps {{ cancelation_fee }} and the Cost", "value_unknown", false},
	{"another value in its clause", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps {{ small_payment_minimum }} and the Cost", "parameter_unprinted", false},
	{"a value and its unit again", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps {{ cancellation_fee }} USD and the Cost", "value_unit", false},
	{"a value lost from its clause", "terms.md", "the Office keeps {{ cancellation_fee }} and the Cost", "the Office keeps a fee and the Cost", "parameter_unprinted", true},
	{"another figure in a table of the terms", "terms.md", "| {{ cancellation_fee }} | the Client |", "| 45 USD | the Client |", "parameter_contradiction", false},
	{"a figure by hand in a table of the terms", "terms.md", "| {{ cancellation_fee }} | the Client |", "| 50 USD | the Client |", "literal_number", false},
	{"another value in a table of the terms", "terms.md", "| {{ cancellation_fee }} | the Client |", "| {{ small_payment_minimum }} | the Client |", "parameter_elsewhere", false},
	{"another clause in a table of the terms", "terms.md", "| clause 5.2 | the Client asks", "| clause 5.4 | the Client asks", "parameter_elsewhere", false},
	{"another figure in a summary", "terms.md", "It costs {{ cancellation_fee }} before the", "It costs 60 USD before the", "figure_contradiction", false},
	{"another share in a summary", "terms.md", "{{ refusal_fee }} after it", "3 % after it", "figure_contradiction", false},
	{"another value in a summary", "terms.md", "It costs {{ cancellation_fee }} before the", "It costs {{ refusal_fee }} before the", "parameter_misplaced", false},
	{"another value in a clause that prints its own", "terms.md", "The Refund is sent within {{ refund_time }} of", "The Refund is sent within {{ verification_answer }} of", "parameter_misplaced", false},
	{"another value in a table of a page", "how-refunds-work.md", "less {{ cancellation_fee }}, less", "less {{ small_payment_minimum }}, less", "parameter_elsewhere", false},
	{"another share in a table of a page", "how-refunds-work.md", "less {{ refusal_fee }} of it", "less {{ small_payment_fee }} of it", "parameter_elsewhere", false},
	{"another clause in a table of a page", "how-refunds-work.md", "of it, less the Cost of sending | [5.4](/terms/#n-5.4)", "of it, less the Cost of sending | [5.2](/terms/#n-5.2)", "parameter_elsewhere", false},
	{"another value in a sentence of a page", "how-refunds-work.md", "unanswered for {{ verification_answer }}", "unanswered for {{ refund_time }}", "parameter_misplaced", false},
	{"an entry of the refunds for another stage", "terms.md", "{clause: \"5.4\", asks: client, stage: after", "{clause: \"5.4\", asks: client, stage: before", "refund_words", false},
	{"an entry of the refunds with another limit", "terms.md", "paid: below small_payment_below", "paid: up to small_payment_below", "refund_words", false},
	{"a clause of the refunds for another stage", "terms.md", "cancels the Order before the Conversion", "cancels the Order after the Conversion", "refund_words", false},
	{"a mistyped value", "terms.md", "within {{ overdue_after }} of", "within {{ overdue_afer }} of", "value_unknown", false},
	{"a value in a description", "about.md", "description: Who", "description: For {{ cancellation_fee }}, who", "value_place", false},
	{"a value in a title", "privacy.md", "title: Privacy policy", "title: \"Privacy policy {{ nonsense }}\"", "value_place", false},
	{"a space before a link's address", "about.md", "[refund simulator](/refunds/)", "[refund simulator] (/refunds/)", "link_syntax", false},
	{"an absolute address of this site", "about.md", "(/terms/#n-3.18)", "(https://agio.example/terms/#n-3.81)", "anchor_broken", false},
	{"an address without a site", "about.md", "(/terms/#n-3.18)", "(https://)", "link_address", false},
	{"a section that is not there", "terms.md", "explains section 5 with", "explains section 9 with", "section_unknown", false},
	{"one brace", "about.md", "{{ price_validity }}", "{ price_validity }", "value_syntax", false},
	{"a brace lost at the beginning", "about.md", "{{ price_validity }}", "{ price_validity }}", "value_syntax", false},
	{"both braces lost at the beginning", "about.md", "{{ price_validity }}", "price_validity }}", "value_syntax", false},
	{"a value of a day in words", "about.md", "{{ price_validity }}", "{{ price_validity from 1 December }}", "value_syntax", false},
	{"a value of another language", "about.md", "{{ price_validity }}", "${price_validity}", "value_syntax", false},
	{"a unit behind a value", "terms.md", "{{ overdue_after }} of", "{{ overdue_after }} hours of", "value_unit", false},
	{"a value glued", "terms.md", "within {{ overdue_after }} of", "within{{ overdue_after }} of", "value_glued", false},
	{"a mistyped link", "about.md", "/terms/#n-3.18", "/terms/#n-3.81", "anchor_broken", false},
	{"a mistyped anchor of a generated page", "about.md", "[refund simulator](/refunds/)", "[refund simulator](/refunds/#optin-5.4)", "anchor_broken", false},
	{"a mistyped clause of an edition", "about.md", "/terms/#n-3.18", "/terms/2026-11-22/#n-3.81", "anchor_broken", false},
	// Worked examples.
	{"a sum of an example", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "[460.00 USDT](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "example_differs", false},
	{"an amount in an example's address", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=5oo&", "example_query", false},
	{"a field of an example's address", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=980&", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&payed=980&", "example_query", false},
	{"an assumption of an example", "how-refunds-work.md", "\"bid 60,000 USDT\"", "\"bd 60,000 USDT\"", "example_query", false},
	{"an example without its assumption", "how-refunds-work.md", " \"bid 60,000 USDT\"", "", "value_unknown", false},
	{"a figure of an example mistyped", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "[{{ case.letf }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "value_unknown", false},
	{"a figure of an example outside of it", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "{{ case.left }}", "value_place", false},
	{"a figure of an example in a link to no case", "how-refunds-work.md", "[{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=before)", "[{{ case.left }}](/refunds/)", "value_place", false},
	{"the clause of an example", "how-refunds-work.md", "paid 8,000: [{{ case.clause }} keeps", "paid 8,000: by [clause 5.2](/terms/#n-5.2) [the Office keeps", "example_differs", false},
	{"an example of news", "news/2026-11-22-fixed-commission-moving-price.md", "[{{ case.get }}]", "[5,440.83 EUR]", "example_differs", false},
	{"a sum of news", "news/2026-11-12-reading-a-quote.md", "= 5,952 USDT", "= 5,925 USDT", "sum_wrong", false},
	// Settings.
	{"a quote forgotten in office.yaml", "office.yaml", "name: \"Agio Demo Office\"", "name: \"Agio Demo Office", "yaml_syntax", false},
	{"a field forgotten", "office.yaml", "name: \"Agio Demo Office\"\n", "", "missing_key", true},
	{"a field mistyped", "office.yaml", "legal_entity:", "legal_entiy:", "value_unknown", true},
	{"a field mistyped that is printed once", "office.yaml", "supervisor:", "superviser:", "value_unknown", false},
	{"a field of the office mistyped in a text", "aml-kyc.md", "{{ office.supervisor }}", "{{ office.superviser }}", "value_unknown", false},
	{"something to do", "about.md", "\n## ", "\nTODO: write this.\n\n## ", "unfinished", false},
	{"a section without a text", "about.md", "\n## ", "\n## Soon\n\n## ", "section_empty", false},
	{"a quotation in a title without its end", "about.md", "title: ", "title: “", "quote_open", false},
	{"an edition of another day", "privacy.md", "edition: 2026-11-22", "edition: 2026-11-23", "edition_day", false},
	{"a field with a capital", "office.yaml", "legal_entity:", "Legal_entity:", "bad_name", false},
	{"an e-mail address that is none", "office.yaml", "support@agio", "support.agio", "bad_email", false},
	{"a tab in tariff.yaml", "tariff.yaml", "    asset: BTC", "\tasset: BTC", "yaml_syntax", false},
	{"a currency's code twice", "tariff.yaml", "- code: ETH", "- code: BTC", "tariff_invalid", false},
	{"a mistyped asset", "tariff.yaml", "{code: LTC, ", "{code: LCT, ", "tariff_invalid", false},
	{"a mistyped currency", "tariff.yaml", "- code: VET", "- code: VTE", "tariff_invalid", true},
	{"a mistyped asset of a currency", "tariff.yaml", "asset: LTC", "asset: LCT", "tariff_invalid", false},
	{"a mistyped kind", "tariff.yaml", "kind: fiat", "kind: fait", "tariff_invalid", false},
	{"a comma for a point in a fee", "tariff.yaml", "\"0.0008\"", "\"0,0008\"", "amount_syntax", false},
	{"a commission without its sign", "tariff.yaml", "commission: 1%}", "commission: 1}", "commission_invalid", false},
	{"a currency without its code", "tariff.yaml", "- code: VET\n    asset", "- asset", "missing_key", false},
	{"a direction fixed too long", "tariff.yaml", "fixed: 30m}", "fixed: 90m}", "fixed_too_long", false},
	{"limits the wrong way round", "tariff.yaml", "{min: \"0.001\", max: \"2\"}", "{min: \"2\", max: \"0.001\"}", "tariff_invalid", false},
	{"a mistyped list of words.yaml", "words.yaml", "\nnames:", "\nname:", "unknown_key", false},
	{"a currency cut in two", "tariff.yaml", "  - code: LTC\n", "  - code: LTC\n  - code: LTC\n", "missing_key", false},
	{"no places", "tariff.yaml", "    address: bitcoin\n", "", "missing_key", true},
	{"places taken out", "tariff.yaml", "    places: 8\n", "", "missing_key", true},
	{"currencies taken out", "tariff.yaml", "\ncurrencies:\n", "\n", "missing_key", true},
	{"assets mistyped", "tariff.yaml", "\nassets:\n", "\nassests:\n", "unknown_key", false},
	{"an asset without its colon", "tariff.yaml", "{code: ETH,", "{code ETH,", "unknown_key", false},
	{"a dash forgotten in words.yaml", "words.yaml", "  - third parties\n", "    - third parties\n", "bad_value", true},
	// Slips that were always one problem, and stay so.
	{"a figure by hand", "about.md", "{{ price_validity }}", "5 minutes", "literal_number", false},
	{"a link without its slash", "about.md", "(/refunds/)", "(/refunds)", "link_broken", false},
	{"a space in a link", "about.md", "[refund simulator](/refunds/)", "[refund simulator](/refunds /)", "link_syntax", false},
	{"a customer", "terms.md", "\n3.4. The Client", "\n3.4. The Customer", "term_avoided", false},
	{"words glued", "terms.md", "The Order keeps the date", "TheOrder keeps the date", "term_glued", false},
	{"HTML", "about.md", "*agio*", "<i>agio</i>", "raw_html raw_html", false},
	{"a value without its end", "contact.md", "{{ office.legal_entity }}", "{{ office.legal_entity }", "value_syntax", false},
	{"another date than the file's", "news/2026-11-20-the-office-opens.md", "date: 2026-11-20", "date: 2026-11-21", "bad_date", false},
	{"no author", "news/2026-11-20-the-office-opens.md", "author: The editors\n", "", "missing_key", true},
	{"a stage of the refunds", "terms.md", "stage: completed}", "stage: complete}", "bad_value", false},
	{"a clause of the refunds", "terms.md", "{clause: \"5.4\", asks", "{clause: \"5.40\", asks", "refund_clause_missing", false},
	{"a row of the refunds taken out", "terms.md", "  - {clause: \"5.4\", asks: client, stage: after, paid: from small_payment_below}\n", "", "refund_gap", true},
	{"a row of the refunds twice", "terms.md", "  - {clause: \"5.9\", asks: [client", "  - {clause: \"5.9\", asks: [client, office], stage: [late, suspended]}\n  - {clause: \"5.9\", asks: [client", "refund_overlap", false},
	{"a row of the refunds for several taken out", "terms.md", "  - {clause: \"5.9\", asks: [client, office], stage: [late, suspended]}\n", "", "refund_gap", true},
	{"a colon forgotten in the refunds", "terms.md", "{clause: \"5.4\", asks", "{clause \"5.4\", asks", "unknown_key", false},
	{"an entry that others need", "terms.md", "effective:", "ffective:", "unknown_key", false},
	{"a term that others link to", "terms.md", "\nOrder, Orders\n", "\nOdrer, Odrers\n", "term_undefined", true},
	{"a term without a meaning", "terms.md", "\n: a natural or legal person who uses the Website, makes an Order or makes a Payment.\n", "\n", "term_colon", true},
	{"a plural lost", "terms.md", "Commission, Commissions", "Commission,", "term_syntax", false},
	{"the longest fixed rate taken out", "terms.md", "  rate_fixed_longest:    {value: 60m,    clause: \"3.21\"}\n", "", "value_unknown", true},
	{"a permanent name taken out", "terms.md", "2.6. {#n-2.5} Guides", "2.6. Guides", "clause_renamed", false},
	{"an article twice", "about.md", "[refund simulator]", "the [refund simulator]", "word_twice", false},
	{"a word of office.yaml twice", "about.md", "[refund simulator]", "exchange exchange [refund simulator]", "word_twice", false},
	{"a bold text without its end", "about.md", "**do not send money**", "**do not send money", "sign_left", false},
	{"a bold text without its beginning", "about.md", "**do not send money**", "do not send money**", "sign_left", false},
	{"half a sign of a bold text", "about.md", "**do not send money**", "**do not send money*", "sign_left", false},
	{"a slanted text without its end", "about.md", "*agio*", "*agio", "sign_left", false},
	{"code without its end", "about.md", "*agio*", "`agio", "sign_left", false},
	{"a bold text of a clause without its end", "terms.md", "\n3.13. A Payment", "\n3.13. A **Payment", "sign_left", false},
	{"a link with its signs exchanged", "about.md", "[refund simulator](/refunds/)", "(refund simulator)[/refunds/]", "link_syntax", false},
	{"a table without its line", "contact.md", "|---|---|\n", "", "table_form", true},
	{"a table with half its line", "contact.md", "|---|---|\n", "|---|\n", "table_form", true},
	{"a list's item glued", "about.md", "## This is a demonstration\n", "## This is a demonstration\n\n-one\n", "list_glued", true},
	{"a numbered item glued", "about.md", "## This is a demonstration\n", "## This is a demonstration\n\n1.one\n", "list_glued", true},
	{"a law of several words", "privacy.md", "\n1.3. Whoever", "\n1.3. Under the General Data Protection Regulation, whoever", "term_undefined", false},
	{"a company of two words", "privacy.md", "\n1.3. Whoever", "\n1.3. American Express cards are none. Whoever", "term_undefined", false},
	{"a bare address of a page that is not there", "about.md", "*agio*", "*agio* (https://agio.example/termz/)", "link_broken", false},
	{"an address of the office mistyped", "about.md", "*agio*", "*agio* (suport@agio.example)", "mailbox_unknown", false},
	{"an address of the office mistyped in a link", "about.md", "*agio*", "*agio* ([us](mailto:support@agio.exampel))", "mailbox_unknown", false},
	{"an avoided word of no term", "words.yaml", "  Client: [", "  Clint: [", "avoid_unknown", false},
}

func (s slip) make(t *testing.T, recorded bool) (fs.FS, [2]int) {
	t.Helper()
	files := fixture.Office(t, content.Default)
	if !recorded {
		delete(files, content.ManifestFile)
	}
	f := files[s.file]
	switch {
	case f == nil:
		t.Fatal("there is no ", s.file)
	case s.find == "-":
		delete(files, s.file)
		return files, [2]int{}
	case strings.HasPrefix(s.find, "> "):
		delete(files, s.file)
		files[s.find[2:]] = f
		return files, [2]int{}
	}
	before, after, ok := strings.Cut(string(f.Data), s.find)
	if !ok {
		t.Fatalf("%s does not say %q", s.file, s.find)
	}
	files[s.file] = &fstest.MapFile{Data: []byte(before + s.becomes + after), Mode: 0o644}
	first := 1 + strings.Count(before, "\n")
	lead := len(s.becomes) - len(strings.TrimLeft(s.becomes, "\n"))
	return files, [2]int{first + lead, first + strings.Count(strings.TrimRight(s.becomes, "\n"), "\n")}
}

// TestASlipIsReportedOnce: the office that ships with one slip in it has exactly the
// problems that belong to the slip, and none that only follow from it.
func TestASlipIsReportedOnce(t *testing.T) {
	for _, s := range slips {
		t.Run(s.name, func(t *testing.T) { s.expect(t, false) })
	}
	for _, s := range recorded {
		t.Run(s.name, func(t *testing.T) { s.expect(t, true) })
	}
}

func (s slip) expect(t *testing.T, recorded bool) {
	files, lines := s.make(t, recorded)
	problems := site.Examine(files)
	var got []string
	for _, p := range problems {
		got = append(got, p.Code)
	}
	if strings.Join(got, " ") != s.want || len(got) == 0 {
		t.Fatalf("want %s, got:\n%v", s.want, problems)
	}
	if p := problems[0]; !s.elsewhere && (p.File != s.file || p.Line < lines[0] || p.Line > lines[1]) {
		t.Errorf("the slip is in lines %v of %s, and the problem is %v", lines, s.file, p)
	}
}

// TestALinkIsJudgedLater: a link to a page that could not be read is not judged. It is
// once that page is gone or in order, also where the link is known from before.
func TestALinkIsJudgedLater(t *testing.T) {
	files := fixture.Office(t, base)
	const news, page = "news/2026-11-20-opening.md", "more.md"
	whole := string(files["about.md"].Data)
	files[page] = &fstest.MapFile{Data: []byte(whole), Mode: 0o644}
	files[news] = &fstest.MapFile{Data: bytes.ReplaceAll(files[news].Data, []byte("/about/"), []byte("/more/")), Mode: 0o644}
	p, err := site.OpenPreview(files, "later", site.Options{Static: few})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, c := range []struct{ text, want string }{
		{strings.Replace(whole, "title", "\ttitle", 1), "yaml_syntax"},
		{"", "link_broken"},
		{whole, ""},
		{strings.Replace(whole, "---", "----", 1), "front_matter"},
	} {
		files[page] = &fstest.MapFile{Data: []byte(c.text), Mode: 0o644}
		if c.text == "" {
			delete(files, page)
		}
		if err := p.Read(map[string]bool{page: true}, at(12), func() bool { return false }); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range p.Faults() {
			got = append(got, f.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v, want %s", c.text, p.Faults(), c.want)
		}
	}
}
