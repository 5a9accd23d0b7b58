/** Networks in files: the graph, the tensors and what the optimizer remembers. */
@NullMarked
package org.modaj.nn.io;

import org.jspecify.annotations.NullMarked;
