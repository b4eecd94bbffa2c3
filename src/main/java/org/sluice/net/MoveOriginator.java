package org.sluice.net;

/**
 * The C-MOVE of which a C-STORE is a sub-operation: PS3.7 Table 9.3-1, (0000,1030) and (0000,1031).
 *
 * @param aeTitle who asked for the move
 * @param messageId Message ID of the C-MOVE-RQ
 */
public record MoveOriginator(String aeTitle, int messageId) {}
