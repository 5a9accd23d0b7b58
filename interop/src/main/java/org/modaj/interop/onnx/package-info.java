/** Networks from ONNX files, and back. */
@NullMarked
package org.modaj.interop.onnx;

import org.jspecify.annotations.NullMarked;
