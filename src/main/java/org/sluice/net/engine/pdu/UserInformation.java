package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user information item, PS3.8 9.3.2.3: sub-items in any order. */
public record UserInformation(List<UserItem> items) {
    static final int ITEM = 0x50;

    /** No sub-items. */
    public static final UserInformation NONE = new UserInformation(List.of());

    /** Keeps its own copy of {@code items}. */
    public UserInformation {
        items = List.copyOf(items);
    }

    static UserInformation read(PduReader in) throws PduException {
        List<UserItem> items = new ArrayList<>();
        while (in.hasRemaining()) {
            items.add(UserItem.read(in));
        }
        return new UserInformation(items);
    }

    void write(PduWriter out) {
        int mark = out.beginItem(ITEM);
        items.forEach(item -> item.write(out));
        out.endItem(mark);
    }

    /** The first item of the type. */
    public <T extends UserItem> Optional<T> first(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** All items of the type. */
    public <T extends UserItem> List<T> all(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Implementation Class UID, empty when it was left out. */
    public String implementationClassUid() {
        return first(UserItem.ImplementationClassUid.class)
                .map(UserItem.ImplementationClassUid::uid)
                .orElse("");
    }

    /** Implementation Version Name, empty when it was left out. */
    public String implementationVersionName() {
        return first(UserItem.ImplementationVersionName.class)
                .map(UserItem.ImplementationVersionName::name)
                .orElse("");
    }
}
