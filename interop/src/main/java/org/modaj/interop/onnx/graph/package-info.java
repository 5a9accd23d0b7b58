/**
 * ONNX graphs in memory: nodes, attributes, constants, and what can be computed of them at once.
 */
@NullMarked
package org.modaj.interop.onnx.graph;

import org.jspecify.annotations.NullMarked;
