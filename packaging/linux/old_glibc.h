/* Included before every file of the interpreter: the mathematical functions of glibc 2.29 exist under older names
   too, with the same results but for error reporting, so that the program starts on glibc 2.28 (UOS 20). */
#if defined(__x86_64__) && !defined(__ASSEMBLER__)
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
__asm__(".symver pow,pow@GLIBC_2.2.5");
#endif
