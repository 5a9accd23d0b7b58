/** Reads the CIFAR data sets in their official binary format. */
@NullMarked
package org.modaj.data.cifar;

import org.jspecify.annotations.NullMarked;
