/** Reads the Japanese Vowels data set in its official text format. */
@NullMarked
package org.modaj.data.vowels;

import org.jspecify.annotations.NullMarked;
