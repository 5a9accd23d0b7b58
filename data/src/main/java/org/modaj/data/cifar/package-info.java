/** Reads the CIFAR data sets in their official binary format. */
package org.modaj.data.cifar;
