/** The data sets by name. */
@NullMarked
package org.modaj.data.catalog;

import org.jspecify.annotations.NullMarked;
