// Package templates is what the pages look like: one component for each kind of
// page, all of them inside Layout.
//
// # Rules of the room
//
// A component gets everything it shows as an argument and computes no money. No
// page carries an inline style or script, so that the content security policy
// can forbid both; policies, news and the order page need no script at all.
// Anything a visitor must know stands in text: colour and position only repeat
// what words already say.
//
// # Numbers for the eye
//
// Amounts are shown exactly. Digits are grouped by the stylesheet and not by
// characters, so that a copied amount can be pasted into any form. A unit
// follows its amount after a no-break space. Times are UTC and say so.
//
// # Clauses
//
// An article's body comes rendered. A clause in it is expected as an element
// with the class "clause" and the id "c-3.12", whose number is a link of the
// class "clause-number"; ClauseLink makes the same reference from elsewhere.
package templates
