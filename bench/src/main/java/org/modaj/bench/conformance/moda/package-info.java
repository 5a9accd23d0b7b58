/** Runners for the cases of modularization, and the models they are about. */
package org.modaj.bench.conformance.moda;
