package org.sluice.net.engine.pdu;

/** An item of a type that the standard does not know, or not in its place: it is skipped and reported, PS3.8 9.3.1. */
public record UnknownItem(int type, Octets value) implements UserItem {
    @Override
    public void write(PduWriter out) {
        int mark = out.beginItem(type);
        out.octets(value);
        out.endItem(mark);
    }
}
