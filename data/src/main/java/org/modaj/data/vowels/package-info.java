/** Reads the Japanese Vowels data set in its official text format. */
package org.modaj.data.vowels;
