/** ONNX graphs become networks: patterns, layouts, and a table of operators. */
@NullMarked
package org.modaj.interop.onnx.read;

import org.jspecify.annotations.NullMarked;
