package org.sluice.net;

/** A presentation context that both sides agreed on: PS3.8 9.3.3.2. */
public record AcceptedContext(int id, String abstractSyntax, String transferSyntax) {}
