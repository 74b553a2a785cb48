package site

// spokenOf gives the subjects under which sentences speak of the figures of the terms
// and of office.yaml, as package prose reads them. words.yaml may give others for
// each.
var spokenOf = map[string][]string{
	"overdue_after": {
		"overdue", "time pay", "you|client|everyone have pay -out -refund", "please|must|not pay within -out", "wait payment|pay -network",
		"you|client have creation|create -refund -choose", "you pay within -rule -rate -price -fix -refund -back -choose",
		"order expire|lapse", "unpaid order", "order cancel itself|automatically", "payment must arrive|reach", "payment deadline|due",
	},
	"amount_tolerance": {
		"tolerate" + unmarketed, "permit|allow|accept difference|deviate" + unmarketed, "payment|amount|pay differ|deviate" + unmarketed,
		"payment accept small|large|short|less|more" + unmarketed, "pay|payment more less" + unmarketed, "more less order|recalculate" + unmarketed, "payment|amount within accept" + unmarketed,
	},
	"verification_answer": {
		"unanswered -complaint", "verify answer|end|expire|lapse -decide -operator -complete -complaint", "you|client have answer -complaint",
		"not hear question", "verify have|within document|send", "no|without answer -choose -complaint", "please|must answer within -complaint",
		"question must answer -complaint -we -office -support",
	},
	"price_validity": {
		"price|quote|snapshot|rate valid|expire -fix", "price|quote hold|stand|last -fix -up -estimate", "snapshot order -fix -keep", "price|quote good -fix",
	},
	"price_grace":     {"grace"},
	"choice_deadline": {"have choose -network", "choose within -network", "not choose -network", "choose time|deadline -network", "have decide continue|whether", "without choose within", "mind continue|back"},
	"rate_fixed_longest": {
		"rate|price|direction fix long|longer|longest|most|maximum|up|no|never",
	},
	"notice_period": {
		"edition|agreement|term|policy|change announce|publish|change|tell before|ahead|advance -maintenance -work",
		"notice edition|agreement|term|policy|change -maintenance -work",
	},
	"cancellation_fee": {
		"cancel fee|cost|keep|charge|pay|price|deduct|take -network -payout -minimum", "refund|back before convert cost|fee|keep|charge|deduct -after -payout",
	},
	"small_payment_below":   {"pay|payment less|below order -differ -tolerate", "small payment below|less -differ"},
	"small_payment_fee":     {"small payment fee|cost|keep|charge"},
	"small_payment_minimum": {"minimum|least|less fee -amount -payout -network -send -cancel", "small payment fee|keep|cost"},
	"refusal_fee": {
		"after convert keep|cost|fee|charge|deduct|pay|lose -commission -before" + unmarketed, "refuse exchange fee|cost|keep|charge" + unmarketed, "refuse fee",
	},
	"refund_time": {
		"refund send|take|arrive|leave|within|way|pay|back|reach" + unasked, "money back within|after|take|send" + unasked, "return payment|money within" + unasked,
	},
	"record_retention": {
		"record keep|store|retain|delete|erase|destroy|hold|archive" + unrecorded, "data keep|store|retain|delete|erase|destroy" + unrecorded,
		"document|material|file keep|store|retain|delete|erase|destroy" + unrecorded, "verify keep|store|retain|delete" + unrecorded, "retain period|time" + unrecorded, "keep belong order" + unrecorded, "we|office keep send" + unrecorded,
	},
	"office.reply_time": {
		"question|letter|mail|message|support answer|reply|respond -verify -complaint -you", "we|office answer|reply|respond -verify -complaint -page -decide", "you have|get reply|answer within -verify -complaint",
	},
	"office.review_time": {
		"decide|review|check|examine verify|document|answer -you -complaint", "verify take|last",
	},
	"office.complaint_time": {"complaint|objection answer|settle|handle|decide|get", "answer reason within"},
}

// What a sentence speaks of that is none of these figures.
const (
	unmarketed = " -bid -spread -market -price -rate -fall -fell -rise -rose -risen -move -drop -grow -halve"
	unasked    = " -ask -request -demand -claim ~network -simulator -bank"
	unrecorded = " -log -report -backup -cookie -snapshot -price -rate -letter -session -memory -within -blockchain -public -browser -chart"
)
