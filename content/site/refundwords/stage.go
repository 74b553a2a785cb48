package refundwords

import "strings"

// conversion is where a stage ends: "before and after the Conversion".
var conversion = expr(`(?i)((?:both |either )?\b(?:prior to|not before|not after|[a-z]+)(?:,? (?:and|or|as well as|but not|and not|and also|nor) (?:also )?[a-z]+)?) (?:the|its|this|that) Conversion\b|(has not(?: yet)? been converted|is not(?: yet)? converted|has been converted|is converted|was converted)`)

// stageWords are words in front of the Conversion, and the moments that they mean.
var stageWords = map[string]string{
	"before": "before", "prior to": "before", "until": "before", "till": "before", "preceding": "before",
	"after": "after", "following": "after", "since": "after", "once": "after", "upon": "after",
	"not before": "after", "not after": "before",
}

// notStages are words in front of the Conversion that say no moment: "what the
// Conversion brought".
var notStages = set("that what which of everything all whatever and")

// otherStages are words in front of the Conversion that say another moment.
var otherStages = set("during at by without despite while throughout in on with outside within amid besides")

// between parts "before and after".
var between = expr(`,? (and also|and not|but not|as well as|and|or|nor) (?:also )?`)

// stages holds every moment that the clause names against those it is for.
func (r *reader) stages() {
	said := make(map[string]bool)
	var last *span
	for _, m := range conversion.FindAllStringSubmatchIndex(r.text, -1) {
		s := span{m[0], m[1]}
		if m[4] >= 0 {
			moment := map[bool]string{true: "before", false: "after"}[strings.Contains(strings.ToLower(s.of(r.text)), "not")]
			r.stage(s, moment, said)
			last = &s
			continue
		}
		phrase := strings.ToLower(r.text[m[2]:m[3]])
		if notStages[phrase] {
			continue
		}
		phrase = strings.TrimPrefix(strings.TrimPrefix(phrase, "both "), "either ")
		list, negated := between.Split(phrase, -1), strings.Contains(phrase, " not ") || strings.Contains(phrase, "nor ")
		if notStages[list[len(list)-1]] {
			continue
		}
		for i, w := range list {
			if i > 0 && negated {
				break
			}
			if stageWords[w] != "" || otherStages[w] {
				r.stage(s, stageWords[w], said)
				last = &s
			}
		}
	}
	switch {
	case last != nil && (r.Before && !said["before"] || r.After && !said["after"]):
		r.wrong(*last, "is not all: the clause is for "+r.moments()+".")
		r.found[len(r.found)-1].partial = true
	case last == nil && r.Before != r.After:
		r.lacks(0, "The clause does not say that it is for "+r.moments()+".")
	}
}

// stage takes one moment that is said; empty stands for a word that says none.
func (r *reader) stage(s span, moment string, said map[string]bool) {
	said[moment] = true
	if moment == "" || moment == "before" && !r.Before || moment == "after" && !r.After {
		said["before"], said["after"] = true, true // which is said already
		r.wrong(s, "is not what the clause is for, which is "+r.moments()+".")
	}
}

func (r *reader) moments() string {
	switch {
	case r.Before && r.After:
		return "before and after the Conversion"
	case r.Before:
		return "before the Conversion"
	}
	return "after the Conversion"
}

// applying is what "This clause …" does.
var applying = expr(`\b[Tt]his (?:clause |rule )?(?:also |then |likewise )?([a-z]+(?: not [a-z]+)?)`)

var (
	anyStage = expr(`\b(?:either|any|every) stage\b`)
	loose    = expr(`\b(?:and|or) the Conversion\b`)
)

var applyWords = set("applies holds counts covers concerns is goes governs can")

// applyKnown may stand in the sentence that says when a clause applies.
var applyKnown = set("this clause rule also then likewise before after prior to following until since and or both either as well the its conversion not but at any every stage either equally a")

func (r *reader) applies(s span) {
	if text := s.of(r.text); s.from > 0 && r.Before && r.After && fees[r.Name] != "" && (strings.HasPrefix(text, "This clause") || strings.Contains(text, "the Conversion.")) {
		if r.unknown(s, applyKnown, applyWords); !r.has(conversion, s) && !r.has(anyStage, s) {
			r.lacks(s.from, "The clause does not say that it is for "+r.moments()+".")
		} else if m := r.find(loose, s); len(m) > 0 {
			r.wrong(m[0], "does not say that the clause is for "+r.moments()+".")
		}
	}
	for _, w := range r.find(applying, s) {
		if !applyWords[w.of(r.text)] {
			r.wrong(w, "does not say that the clause applies.")
		}
	}
}
