package org.sluice.verify;

import org.sluice.files.FoundFile;
import org.sluice.recipe.function.Variables;

/** What the variables of a recipe stand for. Used by any number of threads. */
public interface InstanceVariables {
    /** For one instance, of this file and SOP Instance UID. */
    Variables of(FoundFile file, String sopInstanceUid);

    /** For all instances: what they need to be read for. */
    Variables ofAll();

    /** No variable has a value. */
    static InstanceVariables none() {
        return new InstanceVariables() {
            @Override
            public Variables of(FoundFile file, String sopInstanceUid) {
                return Variables.NONE;
            }

            @Override
            public Variables ofAll() {
                return Variables.NONE;
            }
        };
    }
}
