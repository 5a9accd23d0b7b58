/** Pages made from the results that commands have printed as JSON. */
@NullMarked
package org.modaj.bench.report;

import org.jspecify.annotations.NullMarked;
