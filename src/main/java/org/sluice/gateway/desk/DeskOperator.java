package org.sluice.gateway.desk;

import org.sluice.config.DeskRole;

/**
 * Who asks for something at the desk of a node, and what they may do.
 *
 * @param address from which they ask
 */
public record DeskOperator(String name, DeskRole role, String address) {}
