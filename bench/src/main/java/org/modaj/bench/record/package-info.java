/** What a result records, so that it can be understood and obtained again later. */
@NullMarked
package org.modaj.bench.record;

import org.jspecify.annotations.NullMarked;
