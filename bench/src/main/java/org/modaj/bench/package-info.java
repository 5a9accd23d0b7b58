/** The application: the command line of {@code moda-bench.jar}. */
@NullMarked
package org.modaj.bench;

import org.jspecify.annotations.NullMarked;
