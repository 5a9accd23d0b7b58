/** When units are active, how often for each class, and which a class keeps. */
@NullMarked
package org.modaj.moda.activity;

import org.jspecify.annotations.NullMarked;
