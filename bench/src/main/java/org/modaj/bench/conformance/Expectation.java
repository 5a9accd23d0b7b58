package org.modaj.bench.conformance;

/**
 * One stored result of a case.
 *
 * @param role the name of the output, or of the input a gradient belongs to
 * @param tensor the name of the stored tensor in the case's file
 */
public record Expectation(String role, String tensor, Tolerance tolerance) {}
