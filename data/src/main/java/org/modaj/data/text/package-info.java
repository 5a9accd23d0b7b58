/** Texts as series of characters or words by number, and the vocabulary that numbers them. */
@NullMarked
package org.modaj.data.text;

import org.jspecify.annotations.NullMarked;
