/** Repairing a weak network by a module of a strong one. */
@NullMarked
package org.modaj.moda.replace;

import org.jspecify.annotations.NullMarked;
