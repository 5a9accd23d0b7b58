/** Runners for the cases of single operators of the engine. */
package org.modaj.bench.conformance.ops;
