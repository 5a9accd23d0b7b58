/**
 * The operations on tensors: one class each, with its shape rule, its forward and its backward
 * rule.
 */
@NullMarked
package org.modaj.engine.ops;

import org.jspecify.annotations.NullMarked;
