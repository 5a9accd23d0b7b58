/** Gradient checks: a rule's gradients compared with the slopes of the function itself. */
package org.modaj.engine.check;
