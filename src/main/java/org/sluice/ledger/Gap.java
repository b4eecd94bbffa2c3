package org.sluice.ledger;

/**
 * A time of which the ledger has not heard all.
 *
 * @param from its begin, in milliseconds since 1970
 * @param to its end
 * @param events how many words on instances were lost; 0 when nobody knows
 */
public record Gap(long from, long to, long events) {}
