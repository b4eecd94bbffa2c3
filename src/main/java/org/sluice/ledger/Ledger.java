package org.sluice.ledger;

import java.util.List;

/**
 * What is told to the ledger, by those who do something with an instance, when they have done it. Takes no time: no disk is
 * written, no lock is taken, and nobody waits. Any thread.
 */
public interface Ledger {
    /** Keeps no account. */
    Ledger NONE = new Ledger() {
        @Override
        public void received(Receipt receipt, List<String> destinations, InstanceState fate) {}

        @Override
        public void became(Receipt receipt, String destination, InstanceState fate) {}
    };

    /**
     * The first word on an instance: what became of it for these destinations. Where the ledger has heard something else of one of
     * them already, that stays: an instance can be delivered before whoever has received it says so.
     */
    void received(Receipt receipt, List<String> destinations, InstanceState fate);

    /** Something else became of it for one destination. */
    void became(Receipt receipt, String destination, InstanceState fate);
}
