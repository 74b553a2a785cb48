// Package venue says what the office needs of the place where deposits arrive and
// payouts leave: an account at a crypto exchange or a payment institution. The
// interface has the shape of what such accounts offer, and nothing more: an
// address to pay to, the history of deposits, a conversion, a withdrawal under a
// reference of our own, the history of withdrawals, fees and whether it works.
//
// # What every venue keeps
//
//   - What is asked twice happens once. Address, Convert and Withdraw take a
//     reference; the same reference gives the same address, the same fill and the
//     same withdrawal, also after the venue or the office was restarted.
//   - A time-out says nothing. ErrUncertain means that the venue may have done
//     what was asked: asking again with the same reference, or for what became of
//     it, is the right thing to do and never doubles anything.
//   - Histories repeat themselves, arrive late and out of order. Whoever reads one
//     finds what it knows by the id of a deposit or the reference of a withdrawal.
//
// Currencies are named by the codes of the tariff; an adapter translates them.
// Amounts are exact decimals in the currency's own unit.
//
// # What whoever asks has to do
//
//   - Repeat what was uncertain with the same reference, until there is an answer.
//   - Never give up something that was begun because of ErrTemporary: it speaks of one
//     call only, and another one, of a process that has ended since, may have happened.
//     Only ErrRefused says that nothing did.
//   - Never conclude from ErrUnknown that something else may be done instead, before
//     InFlight has passed since the last time it was asked for: the request may still
//     be on its way.
//   - Read the history on from the moment at which it began to read it the last time,
//     less some overlap, and not from the times in it: a venue may learn late of what
//     it has seen early.
//   - Keep references short and plain: at most 40 letters, digits and hyphens.
//
// # What a Binance adapter has to do
//
// Read from the public documentation of its Wallet, Spot, Convert and Sub-account
// interfaces (2026). The interface above fits as it is; what it promises and Binance
// does not, the adapter adds.
//
//	method    endpoint                                what the adapter adds
//	Address   GET  /sapi/v1/capital/deposit/address   One address for each coin and network of an account, not one for
//	          GET  /sapi/v1/capital/deposit/          each reference, and the same of all coins of a network. So it leases
//	               subAddress                         sub-accounts (POST /sapi/v1/sub-account/virtualSubAccount) to references
//	                                                  and writes down which, before it answers; ErrTemporary when all are taken.
//	Deposits  GET  /sapi/v1/capital/deposit/hisrec    startTime is compared with insertTime and never with a change: it asks
//	          GET  /sapi/v1/capital/deposit/          from some days before since, in windows below 90 days, by pages of 1,000.
//	               subHisrec                          SeenAt is insertTime. confirmTimes is "have/needed". Status 1 is confirmed;
//	                                                  0, 6 (cannot be withdrawn yet) and 8 (waits for a person) seen; 2 dropped;
//	                                                  7 (wrong deposit) seen with Risk. coin and network make the currency.
//	Convert   POST /api/v3/order (MARKET, SELL)       newClientOrderId is unique among open orders only: once one is filled, a
//	          GET  /api/v3/order                      second with the same id is accepted. So it asks by origClientOrderId first
//	                                                  and places one only when there is none and InFlight has passed since the
//	                                                  last try. At most 36 characters: the hyphens of the order's id go. What is
//	                                                  below the lot size stays unsold and counts at the fill's average price.
//	          POST /sapi/v1/convert/getQuote,         The other way: no lot sizes, but no id of ours either. The quoteId is written
//	               acceptQuote; GET orderStatus       down before it is accepted; status PROCESS is ErrUncertain.
//	Withdraw  POST /sapi/v1/capital/withdraw/apply    withdrawOrderId is documented as a key to look it up by, and nowhere as
//	                                                  unique: two requests may be two withdrawals. So it asks the history first,
//	                                                  holds a lock on the reference that other servers see, writes down that it
//	                                                  tries, and tries again only when InFlight has passed since then and the
//	                                                  history still has none. amount is debited and the fee taken out of it:
//	                                                  it asks for Amount + fee, rounded to withdrawIntegerMultiple.
//	                                                  Where the law wants more: /sapi/v1/localentity/withdraw/apply.
//	Sending   GET  /sapi/v1/capital/withdraw/history  By withdrawOrderId it looks back 7 days and no more: windows from the time
//	                                                  in the order's id (UUIDv7) on, or by idList. 0, 2 and 4 are accepted, 6 is
//	                                                  sent, 1, 3 and 5 have failed. Several entries of one reference: the one that
//	                                                  has not failed. txId may stand there before status 6.
//	Fees      GET  /sapi/v1/capital/config/getall,    networkList: withdrawFee, withdrawMin; takerCommission.
//	               /sapi/v1/asset/tradeFee
//	Status    GET  /sapi/v1/system/status             1 is maintenance. withdrawEnable and depositEnable of one network are
//	                                                  ErrTemporary of Withdraw and Address.
//
// Requests carry timestamp and recvWindow, of at most 60 seconds: what arrives later is
// refused. That is what makes InFlight a promise. HTTP 5xx and the codes -1006 and
// -1007 say that the execution status is unknown: ErrUncertain; 429, 418, -1003 and
// -1008 are ErrTemporary. It has no bank accounts and no e-money: ErrByHand.
package venue
