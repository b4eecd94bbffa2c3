package org.sluice.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.recipe.profile.ProfileOption;

/** All values of one original that identify somebody, each once. */
final class IdentifyingValues {
    private final Map<String, IdentifyingValue> byText = new LinkedHashMap<>();

    /**
     * Those of some parts of an instance.
     *
     * @param options under which the output may keep some of them
     */
    static IdentifyingValues of(List<Header> parts, Set<ProfileOption> options) {
        IdentifyingValues values = new IdentifyingValues();
        for (Header part : parts) {
            for (int i = 0; i < part.size(); i++) {
                Optional<Category> category = ProfiledAttributes.category(part, i, options);
                if (category.isPresent()) {
                    values.add(part, i, category.get());
                }
            }
        }
        return values;
    }

    private void add(Header part, int element, Category category) {
        for (String text : part.texts(element)) {
            if (!text.isBlank()) {
                String value = text.strip();
                byText.putIfAbsent(
                        category + value, new IdentifyingValue(part.path(element), part.tag(element), category, value));
            }
        }
    }

    Iterable<IdentifyingValue> all() {
        return byText.values();
    }
}
