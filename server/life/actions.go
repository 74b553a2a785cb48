package life

import "agio/wasm/exchange"

// Action is something that an operator may do now.
type Action struct {
	Event  exchange.Event
	Clause exchange.Clause
	Two    bool     // it takes two operators, each on their own (4.15)
	Second bool     // another operator has proposed it: this one decides it
	By     string   // the operator who proposed it
	Needs  []string // the fields that the command needs beside the operator, as refusals name them
	May    []string // the fields that it may have
	Money  bool     // it returns the payment
}

// actions are the decisions of the desk in the order in which they are shown.
var actions = []Action{
	{Event: exchange.Approve, Needs: []string{"why"}},
	{Event: exchange.Decline, Needs: []string{"why"}, Money: true},
	{Event: Asked, Clause: exchange.ClauseVerify, Needs: []string{"text"}},
	{Event: RiskCleared, Clause: exchange.ClauseService, Needs: []string{"why"}},
	{Event: exchange.RiskFlag, Needs: []string{"why"}},
	{Event: exchange.Resume, Needs: []string{"why"}},
	{Event: Recalculation, Clause: exchange.ClauseChoice, Needs: []string{"why"}},
	{Event: WrongCoinBack, Clause: exchange.ClauseLiability, Needs: []string{"payment", "txid", "why"}},
	{Event: OwedDecided, Clause: exchange.ClauseOwed, Needs: []string{"why"}, May: []string{"refund_to", "refund_to_memo", "bears"}},
	{Event: FeeLowered, Clause: exchange.ClauseChosen, Needs: []string{"fee", "why"}},
	{Event: RefundAddress, Clause: exchange.ClauseReturn, Needs: []string{"refund_to"}, May: []string{"refund_to_memo", "why"}},
	{Event: exchange.Suspend, Needs: []string{"why"}},
	{Event: exchange.Refuse, Needs: []string{"why"}, Money: true},
	{Event: exchange.Withhold, Two: true, Needs: []string{"why"}, May: []string{"quiet"}},
	{Event: exchange.Release, Two: true, Needs: []string{"why"}},
	{Event: ProposalDropped, Clause: exchange.ClauseWithhold, Needs: []string{"why"}},
	{Event: ConvertGivenUp, Clause: exchange.ClauseConversion, Needs: []string{"why"}},
	{Event: Restricted, Clause: exchange.ClauseRecords, Needs: []string{"why"}, May: []string{"on"}},
	{Event: KeptLonger, Clause: exchange.ClauseRecords, Needs: []string{"why"}, May: []string{"on"}},
	{Event: RecordsExported, Clause: exchange.ClauseAuthority, Needs: []string{"why"}, May: []string{"text"}},
	{Event: Noted, Needs: []string{"text"}, May: []string{"why"}},
}

// Actions lists what the desk may do where the order stands. Decide has the last
// word: it also looks at the fields, at the prices and at who decides.
func (l Life) Actions() []Action {
	var list []Action
	for _, a := range actions {
		clause, err := l.may(a.Event)
		if err != nil {
			continue
		}
		if a.Clause == "" {
			a.Clause = clause
		}
		if a.Two && l.Proposed != nil && l.Proposed.Event == a.Event {
			a.Second, a.By = true, l.Proposed.Operator
		}
		if a.Money && !l.Paid {
			a.Money = false
		}
		list = append(list, a)
	}
	return list
}

// may says whether an operator may decide this here, and under which clause.
func (l *Life) may(e exchange.Event) (clause exchange.Clause, err error) {
	d := decision{life: *l, c: Command{Event: e, Actor: exchange.ByDesk}, at: l.Latest, event: e, actor: exchange.ByDesk}
	switch e {
	case Noted, Restricted, KeptLonger, RecordsExported, RefundAddress, Asked, Recalculation, RiskCleared, WrongCoinBack, OwedDecided, ProposalDropped:
		return "", l.open(e)
	case ConvertGivenUp:
		return "", decideConvertGivenUp(&d)
	case FeeLowered:
		d.c.Fee = &exchange.Amount{Currency: exchange.Base}
		return "", decideFeeLowered(&d)
	case exchange.Resume:
		err = decideResume(&d)
	case exchange.RiskFlag:
		err = decideRiskFlag(&d)
	default:
		err = decideMove(&d)
	}
	return d.facts.Clause, err
}
