package main

import (
	"errors"
	"fmt"
	"time"

	"agio/content"
	"agio/server/rates/export"
)

// exporters makes the exporter of each monitor, by the part of the address that
// is its own.
func exporters(c *content.Set) (map[string]*export.Exporter, error) {
	made := make(map[string]*export.Exporter, len(c.Monitors))
	var faults []error
	for _, m := range c.Monitors {
		var err error
		if made[m.Path], err = exporter(c, m); err != nil {
			faults = append(faults, fmt.Errorf("%s, monitor %q: %w", content.MonitorsFile, m.Path, err))
		}
	}
	return made, errors.Join(faults...)
}

func exporter(c *content.Set, m content.Monitor) (*export.Exporter, error) {
	settings, err := monitorSettings(m)
	if err != nil {
		return nil, err
	}
	return export.New(c.Tariff, settings)
}

// checkMonitors gives what the exporters find wrong, at the monitor's entry.
func checkMonitors(c *content.Set) (problems content.Problems) {
	for _, m := range c.Monitors {
		_, err := exporter(c, m)
		for _, fault := range eachError(err) {
			problems = append(problems, content.Problem{
				File: content.MonitorsFile, Line: m.At.Line, Col: m.At.Col, Code: "monitor_invalid",
				Message: "This monitor cannot be told anything: " + fault.Error() + ".", Hint: "correct the entry; monitors.yaml says what it may hold",
			})
		}
	}
	return problems
}

// eachError gives the errors that were joined.
func eachError(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

func monitorSettings(m content.Monitor) (export.Settings, error) {
	s := export.Settings{
		Aliases: m.Aliases, City: m.City, ManualLabel: m.ManualLabel, FloatingLabel: m.FloatingLabel,
	}
	for _, r := range m.Rules {
		rule := export.Rule{From: r.From, To: r.To, Hide: r.Hide, Labels: r.Labels, City: r.City}
		if r.Manual {
			zone, err := time.LoadLocation(r.Zone)
			if err != nil {
				return s, err
			}
			rule.Manual = &export.Hours{Zone: zone}
			if r.Start != 0 || r.End != 0 || len(r.Days) > 0 {
				rule.Manual.Shifts = []export.Shift{{Days: r.Days, Start: r.Start, End: r.End}}
			}
		}
		s.Rules = append(s.Rules, rule)
	}
	return s, nil
}
