/** Modules at work: sub-tasks of a classifier, and how composed networks do on them. */
@NullMarked
package org.modaj.moda.reuse;

import org.jspecify.annotations.NullMarked;
