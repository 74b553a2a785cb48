package templates

// figureNames are the names of the agreement's parameters for people.
var figureNames = map[string]string{
	"notice_period":         "Notice before a new edition takes effect",
	"overdue_after":         "Time after which a payment is late",
	"amount_tolerance":      "Tolerance between the amounts ordered and received",
	"verification_answer":   "Time to answer a verification",
	"price_validity":        "Time for which prices are valid",
	"price_grace":           "Grace for an order that is on its way",
	"choice_deadline":       "Time to choose whether to go on",
	"rate_fixed_longest":    "Longest time for which a rate is fixed",
	"cancellation_fee":      "Cancellation fee",
	"small_payment_below":   "Share of the order below which a payment is small",
	"small_payment_fee":     "Fee for a small payment",
	"small_payment_minimum": "Least fee for a small payment",
	"refusal_fee":           "Fee for refusing after the conversion",
	"refund_time":           "Time to send a refund",
	"record_retention":      "Time for which records are kept",
}

// FigureWords is a parameter's name for people.
func FigureWords(name string) string { return figureNames[name] }
