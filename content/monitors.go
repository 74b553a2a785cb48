package content

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"time"
)

// readMonitors reads monitors.yaml, whose own comments document the format. An
// office that tells no monitor has none.
func (r *reader) readMonitors() {
	if _, err := fs.Stat(r.fsys, MonitorsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	text, ok := r.readFile(MonitorsFile)
	if !ok || r.set.Tariff == nil {
		return
	}
	s := &source{r: r, file: MonitorsFile, text: text}
	m := s.root()
	if m == nil {
		return
	}
	r.set.Comments = append(r.set.Comments, CommentsIn(s.file, s.text, 0)...)
	m.only("monitors")
	taken := map[string]bool{}
	for _, c := range m.children("monitors") {
		monitor := r.readMonitor(c)
		if taken[monitor.Path] {
			s.report(c.at("path"), "monitor_twice", "Two monitors have this path.", "give each a path of its own")
		}
		taken[monitor.Path] = true
		r.set.Monitors = append(r.set.Monitors, monitor)
	}
}

// pathLike is what can stand in an address unchanged and cannot be taken for one
// of the files.
var pathLike = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

func (r *reader) readMonitor(m *mapping) Monitor {
	m.only("path", "aliases", "city", "manual_label", "floating_label", "rules")
	monitor := Monitor{
		Path: m.optional("path"), City: m.optional("city"),
		ManualLabel: m.optional("manual_label"), FloatingLabel: m.optional("floating_label"), At: m.s.position(m.node),
	}
	if !pathLike.MatchString(monitor.Path) {
		m.s.report(m.at("path"), "bad_value", "This cannot be part of the address.", "letters, digits, - and _, at most 64")
	}
	if aliases := m.child("aliases"); aliases != nil {
		monitor.Aliases = make(map[string]string, len(aliases.entries))
		for _, e := range aliases.entries {
			monitor.Aliases[e.name], _ = m.s.scalar(e.value)
		}
	}
	if m.find("rules") != nil {
		for _, c := range m.children("rules") {
			monitor.Rules = append(monitor.Rules, r.readMonitorRule(c))
		}
	}
	return monitor
}

func (r *reader) readMonitorRule(m *mapping) MonitorRule {
	m.only("from", "to", "hide", "labels", "city", "manual")
	rule := MonitorRule{From: r.monitored(m, "from"), To: r.monitored(m, "to"), City: m.optional("city")}
	switch m.optional("hide") {
	case "", "no":
	case "yes":
		rule.Hide = true
	default:
		m.s.report(m.at("hide"), "bad_value", "Only yes or no can be said here.", "write hide: yes")
	}
	if n := m.find("labels"); n != nil {
		rule.Labels = m.s.texts(n)
		for _, label := range rule.Labels {
			if right := alikeAmong(label, labels); right != "" && !slices.Contains(labels, label) {
				m.s.report(n, "bad_value", "No monitor knows the label "+label+".", "write "+right)
			}
		}
	}
	if hours := m.child("manual"); hours != nil {
		rule.Manual = true
		hours.hours(&rule)
	}
	return rule
}

// labels are those that monitors are known to have; others pass, unless they are
// nearly one of these.
var labels = []string{"manual", "juridical", "verifying", "cardverify", "floating", "otherin", "otherout", "reg", "card2card", "delay"}

// monitored gives the codes a rule matches; none where it says nothing.
func (r *reader) monitored(m *mapping, name string) []string {
	if m.find(name) == nil {
		return nil
	}
	currencies := make([]listed, len(r.set.Tariff.Currencies))
	for i, c := range r.set.Tariff.Currencies {
		currencies[i].Currency = c
	}
	return m.codes(name, currencies)
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// hours reads {zone: Europe/Berlin, from: "09:00", to: "18:00", days: [mon, …]}.
func (m *mapping) hours(rule *MonitorRule) {
	m.only("zone", "from", "to", "days")
	rule.Zone = m.optional("zone")
	if _, err := time.LoadLocation(rule.Zone); err != nil {
		m.s.report(m.at("zone"), "bad_value", "There is no such time zone.", "write UTC or a name such as Europe/Berlin")
	}
	rule.Start, rule.End = m.clock("from"), m.clock("to")
	if n := m.find("days"); n != nil {
		for _, word := range m.s.texts(n) {
			day := slices.Index(weekdays, word)
			if day < 0 {
				m.s.report(n, "bad_value", "There is no such day: "+word+".", "sun, mon, tue, wed, thu, fri or sat")
				continue
			}
			rule.Days = append(rule.Days, time.Weekday(day))
		}
	}
}

// clock reads a time of day such as "09:30"; "24:00" is the end of the day.
func (m *mapping) clock(name string) time.Duration {
	n := m.find(name)
	if n == nil {
		return 0
	}
	text := m.optional(name)
	if text == "24:00" {
		return 24 * time.Hour
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		m.s.report(n, "bad_value", "This is not a time of day.", `write "09:30"`)
		return 0
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}
