/** Files of data sets: what is read, how much of it at most, and what is said when it is wrong. */
@NullMarked
package org.modaj.data.file;

import org.jspecify.annotations.NullMarked;
