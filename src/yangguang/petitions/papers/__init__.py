"""The papers of a petition, with texts written for this project (信访工作条例第二十二条、第二十三条、第三十二条、第三十四条)."""
