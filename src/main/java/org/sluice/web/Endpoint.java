package org.sluice.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.sluice.config.DeskRole;
import org.sluice.gateway.desk.DeskRights;

/**
 * One path and method of the interface: which verb it is, and what may be said.
 *
 * @param method {@code GET} or {@code POST}
 * @param path with its variables in braces
 * @param verb of the desk
 * @param act of the verb; empty where it has none
 * @param params in the query of GET, in the body of POST
 * @param kind what becomes of what the verb answers
 * @param keys that are in every answer
 */
record Endpoint(
        String method,
        String path,
        String verb,
        String act,
        List<Param> params,
        Kind kind,
        List<String> keys,
        String summary) {

    /** What becomes of what a verb answers. */
    enum Kind {
        /** It is shown as it is. */
        PLAIN,
        /** Of it one value is shown. */
        STATUS,
        /** Items of the quarantine. */
        HELD,
        /** One or all of a UID of the quarantine, with an ETag. */
        HELD_ONE,
        /** One frame of one of the quarantine, as PNG. */
        PICTURE,
        /** Something was done with one that the path names. */
        ACT_ON_ONE,
        /** Something was done with several. */
        ACT
    }

    boolean isAct() {
        return method.equals("POST");
    }

    /** The fields for the verb, before anything was said. */
    ObjectNode fields() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (!act.isEmpty()) {
            fields.put("act", act);
        }
        return fields;
    }

    /** The least role; what is said may take more. */
    DeskRole least() {
        return DeskRights.least(verb, fields());
    }
}
