package org.espalier.testkit;

import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;

/** What a metric measures. */
record FakeSubject(NetworkView network, MaskSet masks, Ledger ledger) implements Metric.Subject {}
