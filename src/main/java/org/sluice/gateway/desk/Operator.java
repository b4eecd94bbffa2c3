package org.sluice.gateway.desk;

import org.sluice.config.Role;

/** Who asks for something at the desk of a node, and what they may do. */
public record Operator(String name, Role role) {}
