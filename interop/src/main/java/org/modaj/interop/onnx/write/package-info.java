/** Networks become ONNX graphs: a table of layers. */
@NullMarked
package org.modaj.interop.onnx.write;

import org.jspecify.annotations.NullMarked;
