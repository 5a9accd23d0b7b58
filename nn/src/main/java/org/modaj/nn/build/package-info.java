/**
 * The families of layers that {@link org.modaj.nn.NetworkBuilder} can add, and their settings. A
 * new layer gets its method in the family that it belongs to.
 */
package org.modaj.nn.build;
