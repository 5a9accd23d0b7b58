/** Reads tables of comma-separated values. */
@NullMarked
package org.modaj.data.table;

import org.jspecify.annotations.NullMarked;
