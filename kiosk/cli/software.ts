/** What packets, logs and certificates say made them. */
export const SOFTWARE = "enrolment-kiosk 0.1.0";
