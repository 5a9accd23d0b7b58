/**
 * What MODA is compared with: other ways to make modules of a network's classes, behind one
 * interface. They use the recognizer, the slicer and the trainer of this library; nothing outside
 * knows them.
 */
@NullMarked
package org.modaj.moda.baseline;

import org.jspecify.annotations.NullMarked;
