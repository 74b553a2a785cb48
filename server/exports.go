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
		settings, err := monitorSettings(m)
		if err == nil {
			made[m.Path], err = export.New(c.Tariff, settings)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s, monitor %q: %w", content.MonitorsFile, m.Path, err))
		}
	}
	return made, errors.Join(faults...)
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
