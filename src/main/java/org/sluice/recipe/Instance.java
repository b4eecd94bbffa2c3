package org.sluice.recipe;

import org.sluice.dataset.Header;

/**
 * What a recipe looks at.
 *
 * @param meta the file meta information (group 0002); on the wire, what the association and the request say
 * @param dataSet the data set up to its first bulk element, or all of it
 */
public record Instance(Header meta, Header dataSet) {}
