package org.sluice.store;

/** A SOP instance by its two UIDs: PS3.3 Table 10-11. */
public record InstanceReference(String sopClassUid, String sopInstanceUid) {}
