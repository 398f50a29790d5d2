/** The contract of the drivers that speak over a serial line. */
import { contract } from "./contract.ts";

contract("serial");
