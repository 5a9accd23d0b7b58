/**
 * The operations on tensors: one class each, with its shape rule, its forward and its backward
 * rule.
 */
package org.modaj.engine.ops;
